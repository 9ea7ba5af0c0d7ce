import { plainNumber } from '../../scene/number.ts'
import { isLong, stopRun } from '../../state/running.ts'
import { useApp } from '../../state/useApp.ts'

/** How far the program is that has been running for a while, and how to stop it; nothing while none does. */
export function RunningLine() {
  const going = useApp((state) =>
    (state.running || state.seeking !== null) && isLong(state.going) ? state.going : null,
  )
  const wanted = useApp((state) => state.seeking?.episode ?? null)
  if (going === null) return null
  const { elapsedMs, backwards, losses } = going
  const loss = losses.at(-1)
  return (
    <p className="running-line">
      <span className="what">
        {wanted === null ? 'Running' : `Running again to pass ${(wanted + 1).toLocaleString('en')}`}
      </span>
      <span>{`${(elapsedMs / 1000).toFixed(1)} s`}</span>
      {backwards > 0 && <span>{`pass ${backwards.toLocaleString('en')}`}</span>}
      {loss !== undefined && !Number.isNaN(loss) && <span>{`loss ${plainNumber(loss)}`}</span>}
      <button type="button" className="button stop" onClick={stopRun} title="Stop the program (Esc)">
        Stop
      </button>
    </p>
  )
}
