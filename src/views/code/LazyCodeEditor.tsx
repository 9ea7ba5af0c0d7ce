import { lazy, Suspense } from 'react'
import type { CodeEditorProps } from './CodeEditor.tsx'
import './code.css'

const CodeEditor = lazy(async () => ({ default: (await import('./CodeEditor.tsx')).CodeEditor }))

/** The program editor, fetched after the page: until it is there the program can be read in the same place. */
export function LazyCodeEditor(props: CodeEditorProps) {
  return (
    <Suspense fallback={<PlainProgram source={props.source} />}>
      <CodeEditor {...props} />
    </Suspense>
  )
}

function PlainProgram({ source }: { readonly source: string }) {
  const lines = source.split(/\r\n?|\n/).map((text, index) => ({ number: index + 1, text }))
  return (
    <pre className="code-editor plain-program" data-digits={String(lines.length).length}>
      {lines.map(({ number, text }) => (
        <div className="plain-line" key={number}>
          <span className="plain-number" aria-hidden="true">
            {number}
          </span>
          <code>{text === '' ? '\n' : text}</code>
        </div>
      ))}
    </pre>
  )
}
