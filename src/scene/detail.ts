/** What is told below the picture about the step. */
export type Detail = (typeof detailNames)[number]

/** Every detail there is, in the order of their tabs. */
export const detailNames = ['formula', 'matrices', 'paths', 'check', 'symbolic', 'predict', 'training'] as const
