import type { Conventions } from '../scene/conventions.ts'
import type { Detail } from '../scene/detail.ts'
import { whereAllowed } from './allowed.ts'
import type { Clock } from './clock.ts'
import { type Notice, type Panel, store, type Theme } from './store.ts'

const { setState: set } = store

/** Typesets the same steps after other conventions. */
export const setConventions = (conventions: Conventions): void => set({ conventions })

/** Opens the table of contents, or closes it. */
export const toggleContents = whereAllowed('contents', () => set(({ contents }) => ({ contents: !contents })))
/** Fills the screen with the link and its QR code, or no longer. */
export const toggleBeaming = whereAllowed('sharing', () => set(({ beaming }) => ({ beaming: !beaming })))
export const endBeaming = (): void => set({ beaming: false })
/** Opens the choice of conventions, or closes it. */
export const toggleChoosing = (): void => set(({ choosing }) => ({ choosing: !choosing }))

export const setTheme = (theme: Theme): void => set({ theme })

/** Presents, or no longer: then no step is shown in part. */
export const setPresent = (present: boolean): void =>
  set(({ cursor: { episode, step } }) => ({ present, panel: 'graph', spotlight: false, cursor: { episode, step } }))

/** Takes a backward step in four presses, or in one. */
export const toggleSlow = (): void =>
  set(({ slow, cursor: { episode, step } }) => ({ slow: !slow, cursor: { episode, step } }))

/** Turns the pointer into a spotlight, or back. */
export const toggleSpotlight = (): void => set(({ spotlight }) => ({ spotlight: !spotlight }))

export const setPanel = (panel: Panel): void => set({ panel })

export const setDetail = (detail: Detail): void => set({ detail })

/** Shows the curve of the losses. */
export const showTraining = whereAllowed('questions', () => set({ detail: 'training', panel: 'formula' }))

/** Shows the two tensors whose shapes do not fit. */
export const showMisfit = (): void =>
  set(({ panel }) => ({ detail: 'matrices', panel: panel === 'program' ? 'formula' : panel }))

export const setBlank = (blank: boolean): void => set({ blank })

export const setLetterKeys = (letterKeys: boolean): void => set({ letterKeys })

export const notify = (notice: Notice | null): void => set({ notice })

export const setClock = (clock: Clock): void => set({ clock })
