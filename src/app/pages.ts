import { createElement, type ReactNode } from 'react'

/** A page of its own beside the walk: what it draws, made once it is opened. */
export interface Page {
  readonly open: () => ReactNode
}

const handout = async (): Promise<Page> => {
  const { HandoutPage } = await import('../views/handout/HandoutPage.tsx')
  return { open: () => createElement(HandoutPage) }
}

/** The pages by the first word of the address's hash; each is fetched when it is opened. */
const pages: Readonly<Record<string, () => Promise<Page>>> = {
  presenter: async () => (await import('./PresenterPage.tsx')).presenterPage,
  handout,
  worksheet: handout,
}

/** The page that a hash names; null where it is a link of the walk, or none. */
export const pageOf = (hash: string): (() => Promise<Page>) | null => {
  const word = /^#([a-z]+)(?:\.|$)/.exec(hash)?.[1]
  return word !== undefined && Object.hasOwn(pages, word) ? (pages[word] ?? null) : null
}
