import { openPresenter } from '../state/open-presenter.ts'
import { nextLevel } from '../state/picture.ts'
import { redoChange, reset, undoChange } from '../state/program.ts'
import { toggleQuiz } from '../state/questions.ts'
import { isLong, stopRun } from '../state/running.ts'
import {
  setBlank,
  setPresent,
  toggleBeaming,
  toggleChoosing,
  toggleContents,
  toggleSlow,
  toggleSpotlight,
} from '../state/screen.ts'
import { isAtEnd } from '../state/shown.ts'
import { store } from '../state/store.ts'
import { first, last, nextNode, phaseEnd, setPlaying, step } from '../state/walk.ts'
import { isEditing } from '../views/code/isEditing.ts'

/** A key, what it does in words, and what it does. */
export interface Binding {
  readonly keys: readonly string[]
  readonly shown: string
  readonly does: string
  readonly letter: boolean
  readonly run: () => void
  /** When it does anything; then it does so also while one types. Always, but not in a field, where this is left out. */
  readonly when?: () => boolean
}

const play = (): void => setPlaying(!store.getState().playing)
const whilePresenting = (run: () => void) => (): void => {
  if (store.getState().present) run()
}
const isGoing = (): boolean => {
  const { running, seeking, going } = store.getState()
  return (running || seeking !== null) && isLong(going)
}
const slow = whilePresenting(toggleSlow)
const spotlight = whilePresenting(toggleSpotlight)
const blank = (): void => setBlank(!store.getState().blank)

/** The keyboard map: what the help shows is what the keys do. */
export const bindings: readonly Binding[] = [
  {
    keys: ['ArrowRight', ' ', 'PageDown'],
    shown: '→  Space  PageDown',
    does: 'next step',
    letter: false,
    run: () => step(1),
  },
  { keys: ['ArrowLeft', 'PageUp'], shown: '←  PageUp', does: 'step back', letter: false, run: () => step(-1) },
  { keys: ['Shift+ArrowRight'], shown: 'Shift →', does: 'to the next node', letter: false, run: nextNode },
  {
    keys: ['Control+ArrowRight', 'Meta+ArrowRight'],
    shown: 'Ctrl →',
    does: 'to the end of the phase',
    letter: false,
    run: phaseEnd,
  },
  { keys: ['Home'], shown: 'Home', does: 'first step', letter: false, run: first },
  { keys: ['End'], shown: 'End', does: 'last step', letter: false, run: last },
  {
    keys: ['Control+z', 'Meta+z'],
    shown: 'Ctrl Z',
    does: 'undo a change of the program',
    letter: false,
    run: undoChange,
  },
  {
    keys: ['Control+Shift+z', 'Meta+Shift+z', 'Control+y'],
    shown: 'Ctrl Shift Z',
    does: 'redo',
    letter: false,
    run: redoChange,
  },
  {
    keys: ['Escape'],
    shown: 'Esc',
    does: 'stop a program that is running',
    letter: false,
    run: stopRun,
    when: isGoing,
  },
  { keys: ['l'], shown: 'L', does: 'finer: tensors, neurons, scalars', letter: true, run: nextLevel },
  { keys: ['q'], shown: 'Q', does: 'ask before each backward step, or no longer', letter: true, run: toggleQuiz },
  { keys: ['n'], shown: 'N', does: 'how formulas are written', letter: true, run: toggleChoosing },
  { keys: ['c'], shown: 'C', does: 'contents: the lessons of the lecture', letter: true, run: toggleContents },
  { keys: ['r'], shown: 'R', does: 'back to the program as it was opened', letter: true, run: reset },
  { keys: ['k'], shown: 'K', does: 'play or pause', letter: true, run: play },
  {
    keys: ['p'],
    shown: 'P',
    does: 'present: the picture, its formula and its sentence, full screen',
    letter: true,
    run: () => setPresent(!store.getState().present),
  },
  { keys: ['f'], shown: 'F', does: 'presenting: a backward step in four presses, or in one', letter: true, run: slow },
  { keys: ['h'], shown: 'H', does: 'presenting: the pointer as a spotlight', letter: true, run: spotlight },
  {
    keys: ['u'],
    shown: 'U',
    does: 'the link and its QR code, as large as the screen',
    letter: true,
    run: toggleBeaming,
  },
  { keys: ['s'], shown: 'S', does: 'a second window for the lecturer', letter: true, run: openPresenter },
  { keys: ['b', '.'], shown: 'B  .', does: 'blank the screen', letter: true, run: blank },
]

const nameOf = (event: KeyboardEvent): string => {
  const modifiers = [event.ctrlKey ? 'Control+' : '', event.metaKey ? 'Meta+' : '', event.altKey ? 'Alt+' : '']
  const shift = event.shiftKey && (event.key.length > 1 || event.ctrlKey || event.metaKey) ? 'Shift+' : ''
  return modifiers.join('') + shift + (event.key.length === 1 ? event.key.toLowerCase() : event.key)
}

const isSlider = (target: EventTarget | null): boolean => target instanceof HTMLInputElement && target.type === 'range'
const isPressable = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('button, a, select, summary, dialog') !== null

/** What a key does everywhere but in a field. Enter and Space keep their meaning on a button. */
export const handleKey = keyHandler(({ run }) => run)

/** Listens to the keys of the map; what one does, or that it does nothing, is for the page to say. */
export function keyHandler(doneBy: (binding: Binding) => (() => void) | null): (event: KeyboardEvent) => void {
  return (event) => {
    const binding = bindings.find(({ keys }) => keys.includes(nameOf(event)))
    const run = binding === undefined ? null : doneBy(binding)
    if (binding === undefined || run === null || binding.when?.() === false) return
    const everywhere = binding.when !== undefined
    if (event.defaultPrevented && !everywhere) return
    if (isEditing(event) && !isSlider(event.target) && !everywhere) return
    if (event.target instanceof HTMLElement && event.target.closest('dialog') !== null) return
    if (event.key === ' ' && isPressable(event.target)) return
    if (binding.letter && !store.getState().letterKeys) return
    event.preventDefault()
    if (!isAtEnd(store.getState()) || !binding.keys.includes('ArrowRight')) run()
  }
}
