import type { EditorView } from '@codemirror/view'
import type { Variable } from '../../lang/run.ts'
import { addHelp } from './editor.ts'

const shapeText = (shape: readonly number[]): string =>
  shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`

/** What someone does who may want help. */
const signs = ['focusin', 'pointermove'] as const

/** Fetches the help of an editor when someone first points at it or writes in it. Without it, as offline, the editor works as before. */
export function fetchHelp(host: HTMLElement, view: EditorView, variables: () => readonly Variable[]): () => void {
  const tensors = () => new Map(variables().map(({ name, value }) => [name, shapeText(value.shape)]))
  let gone = false
  const forget = (): void => {
    for (const sign of signs) host.removeEventListener(sign, fetch)
  }
  const fetch = (): void => {
    forget()
    import('./help/editorHelp.ts').then(
      ({ editorHelp }) => {
        if (!gone) addHelp(view, editorHelp(tensors))
      },
      () => undefined,
    )
  }
  for (const sign of signs) host.addEventListener(sign, fetch)
  return () => {
    gone = true
    forget()
  }
}
