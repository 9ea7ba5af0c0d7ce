import type { EditorView } from '@codemirror/view'
import { useEffect, useLayoutEffect, useRef } from 'react'
import type { Diagnostic, Variable } from '../../lang/run.ts'
import type { Phase } from './currentLine.ts'
import {
  openEditor,
  seekLine,
  setReadOnly,
  showCurrentLine,
  showDiagnostic,
  showLinkedLine,
  showSource,
} from './editor.ts'
import { fetchHelp } from './fetchHelp.ts'
import type { Sought } from './linkedLine.ts'

/** What the program editor shows and tells. */
export interface CodeEditorProps {
  readonly source: string
  /** Whether the program is to be read only. */
  readonly readOnly: boolean
  /** Someone edited the program; not called for changes of `source`. */
  readonly onChange: (source: string) => void
  /** Why the program stopped, marked where it did. */
  readonly diagnostic: Diagnostic | null
  /** The two tensors of a diagnostic that do not fit are asked for. */
  readonly onShapes: () => void
  /** The line that made the current node, 1-based. */
  readonly currentLine: number | null
  readonly phase: Phase | null
  /** Undo and redo belong to the app: the editor keeps no history of its own. */
  readonly onUndo: () => void
  readonly onRedo: () => void
  /** Escape was pressed: the focus goes elsewhere. */
  readonly onLeave: () => void
  /** The tensors that the last run left, for the help. */
  readonly variables: readonly Variable[]
  /** The line whose output someone points at, 1-based. */
  readonly linkedLine: number | null
  /** A line that is to be brought into sight. */
  readonly soughtLine: Sought | null
  /** The line of the caret, 1-based; null while nobody writes. */
  readonly onCaretLine: (line: number | null) => void
}

/** Milliseconds after a step until its line is marked; too short to be seen, longer than a held key takes to repeat. */
const markDelay = 40

/** The program, to read and to edit. Changes of `source` keep the cursor where it is. */
export function CodeEditor(props: CodeEditorProps) {
  const { source, diagnostic, currentLine, phase } = props
  const host = useRef<HTMLDivElement>(null)
  const editor = useRef<EditorView>(null)
  const latest = useRef(props)
  useLayoutEffect(() => {
    latest.current = props
  })

  useLayoutEffect(() => {
    if (host.current === null) return
    const root = host.current.shadowRoot ?? host.current.attachShadow({ mode: 'open' })
    const view = openEditor(root, latest.current.source, latest.current.readOnly, () => latest.current)
    editor.current = view
    const forget = fetchHelp(host.current, view, () => latest.current.variables)
    return () => {
      forget()
      view.destroy()
      editor.current = null
    }
  }, [])

  const { readOnly } = props
  useLayoutEffect(() => {
    if (editor.current !== null) setReadOnly(editor.current, readOnly)
  }, [readOnly])

  // In this order: places in the program mean the program that is shown.
  useLayoutEffect(() => {
    if (editor.current !== null) showSource(editor.current, source)
  }, [source])
  useLayoutEffect(() => {
    if (editor.current !== null) showDiagnostic(editor.current, diagnostic, () => latest.current.onShapes())
  }, [diagnostic])
  const { linkedLine, soughtLine } = props
  useEffect(() => {
    if (editor.current !== null) showLinkedLine(editor.current, linkedLine)
  }, [linkedLine])
  useEffect(() => {
    if (editor.current !== null && soughtLine !== null) seekLine(editor.current, soughtLine.line)
  }, [soughtLine])
  // Once the step is drawn, and not for every step of a held key: the editor lays itself out anew for a mark.
  useEffect(() => {
    const mark = currentLine === null || phase === null ? null : { line: currentLine, phase }
    let timer = setTimeout(() => {
      frame = requestAnimationFrame(() => {
        // behind a frame the page is laid out, so that what the editor reads of it costs nothing
        timer = setTimeout(() => {
          if (editor.current !== null) showCurrentLine(editor.current, mark)
        })
      })
    }, markDelay)
    let frame = 0
    return () => {
      clearTimeout(timer)
      cancelAnimationFrame(frame)
    }
  }, [currentLine, phase])

  return <div ref={host} className="code-editor" />
}
