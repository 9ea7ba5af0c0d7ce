/** Whether the page stands in a frame of another page, which then owns the wheel and the Tab key. */
export const isFramed = (): boolean => typeof window !== 'undefined' && window.top !== window.self
