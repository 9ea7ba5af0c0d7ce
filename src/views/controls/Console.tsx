import type { Diagnostic } from '../../lang/run.ts'

/** What the program printed, and why it ended, under the editor. */
export function Console({
  stdout,
  error,
  stale,
  onShapes,
}: {
  readonly stdout: string
  readonly error: Diagnostic | null
  readonly stale: boolean
  /** The two tensors that do not fit are asked for. */
  readonly onShapes: () => void
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
    <section className="console" aria-label="Output" tabIndex={0}>
      {error !== null && (
        <div className="console-error" role="alert">
          <p>
            <strong>{error.type}</strong>: {error.message}
            {error.line !== null && <span className="where">{` (line ${error.line})`}</span>}
          </p>
          {error.hint !== '' && <p className="hint">{error.hint}</p>}
          {error.misfit !== undefined && (
            <button type="button" className="button" onClick={onShapes}>
              Show shapes
            </button>
          )}
          {stale && <p className="hint">The picture shows the last program that ran.</p>}
        </div>
      )}
      {stdout === '' ? (
        error === null && <p className="empty">print() writes here.</p>
      ) : (
        <>
          <p className="empty">The whole program prints</p>
          <pre>{stdout}</pre>
        </>
      )}
    </section>
  )
}
