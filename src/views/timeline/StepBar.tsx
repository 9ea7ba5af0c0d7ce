import type { Trace } from '../../core/trace.ts'
import { forwardLength, phaseOf, walkLength } from '../../scene/ledger.ts'
import { PassField } from '../controls/PassField.tsx'
import './timeline.css'

/** What the step bar shows and does. */
export interface StepBarProps {
  readonly trace: Trace
  readonly cursor: number
  readonly playing: boolean
  readonly speed: number
  readonly episode: number
  readonly episodes: number
  readonly atStart: boolean
  readonly atEnd: boolean
  readonly onStep: (by: number) => void
  readonly onGo: (cursor: number) => void
  readonly onNextNode: () => void
  readonly onPhaseEnd: () => void
  readonly onFirst: () => void
  readonly onLast: () => void
  readonly onPlay: () => void
  readonly onSpeed: (speed: number) => void
  readonly onEpisode: (episode: number) => void
}

/** So many passes can be chosen from a list. */
const mostListed = 200
/** So many steps can be told apart in a bar. */
const mostSegments = 80
const icons = {
  first: 'M4 3v10M13 3 6 8l7 5z',
  back: 'M11 3 4 8l7 5z',
  next: 'M5 3l7 5-7 5z',
  node: 'M2 3l5 5-5 5zM12.5 5.5a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5z',
  phase: 'M2 3l5 5-5 5zM7 3l5 5-5 5zM14 3v10',
  last: 'M12 3v10M3 3l7 5-7 5z',
  play: 'M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13M6.5 5v6L11 8z',
  pause: 'M4 3h3v10H4zM9 3h3v10H9z',
} as const

const speeds = [0.5, 1, 2, 4]

/** Next, back, first, last, play, and a scrubber with the phases marked. */
export function StepBar(props: StepBarProps) {
  const { trace, cursor, playing, episode, episodes, atStart, atEnd, onStep } = props
  const total = trace.steps.length
  const last = trace.steps[cursor - 1]
  const phase = last === undefined ? 'start' : phaseOf(last)
  return (
    <div className="step-bar">
      <div className="step-buttons">
        <Control name="First step" keys="Home" icon={icons.first} off={atStart} onPress={props.onFirst} />
        <Control name="Back" keys="←, PageUp" icon={icons.back} off={atStart} onPress={() => onStep(-1)} />
        <button
          type="button"
          className="button primary next"
          onClick={() => onStep(1)}
          disabled={atEnd}
          title="Next (→, Space, PageDown)"
        >
          Next <Icon path={icons.next} />
        </button>
        <Control name="To the next node" keys="Shift →" icon={icons.node} off={atEnd} onPress={props.onNextNode} />
        <Control
          name="To the end of the phase"
          keys="Ctrl →"
          icon={icons.phase}
          off={atEnd}
          onPress={props.onPhaseEnd}
        />
        <Control name="Last step" keys="End" icon={icons.last} off={atEnd} onPress={props.onLast} />
        {playing ? (
          <Control name="Pause" keys="K" icon={icons.pause} off={false} onPress={props.onPlay} />
        ) : (
          <Control name="Play" keys="K" icon={icons.play} hollow off={atEnd} onPress={props.onPlay} />
        )}
        <select
          className="speed"
          aria-label="Playing speed"
          value={props.speed}
          onChange={(event) => props.onSpeed(Number(event.target.value))}
        >
          {speeds.map((speed) => (
            <option key={speed} value={speed}>{`${speed}×`}</option>
          ))}
        </select>
      </div>
      {episodes > mostListed && (
        <span className="episode">
          <span>backward()</span>
          <PassField key={episode} pass={episode} last={episodes - 1} onPass={props.onEpisode} />
          <span>{`of ${episodes.toLocaleString('en')}`}</span>
        </span>
      )}
      {episodes > 1 && episodes <= mostListed && (
        <label className="episode">
          <span>backward()</span>
          <select
            value={episode}
            onChange={(event) => props.onEpisode(Number(event.target.value))}
            aria-label="Which backward pass"
          >
            {Array.from({ length: episodes }, (_, i) => (
              <option key={i} value={i}>{`${i + 1} of ${episodes}`}</option>
            ))}
          </select>
        </label>
      )}
      <div className="scrubber">
        <StepMarks trace={trace} cursor={cursor} />
        <input
          type="range"
          min={0}
          max={total}
          value={cursor}
          onChange={(event) => props.onGo(Number(event.target.value))}
          aria-label="Step"
          aria-valuetext={`step ${cursor} of ${total}, ${phase}`}
        />
      </div>
      <output className="count">
        {cursor}
        <span className="of"> / {total}</span>
      </output>
    </div>
  )
}

interface ControlProps {
  readonly name: string
  /** The keys that do the same. */
  readonly keys: string
  readonly icon: string
  readonly hollow?: boolean
  readonly off: boolean
  readonly onPress: () => void
}

function Control({ name, keys, icon, hollow = false, off, onPress }: ControlProps) {
  return (
    <button
      type="button"
      className="button"
      onClick={onPress}
      disabled={off}
      aria-label={name}
      title={`${name} (${keys})`}
    >
      <Icon path={icon} hollow={hollow} />
    </button>
  )
}

/** The steps as a bar, with the phases marked. */
export const StepMarks = ({ trace, cursor }: { readonly trace: Trace; readonly cursor: number }) =>
  trace.steps.length <= mostSegments ? (
    <Segments trace={trace} cursor={cursor} />
  ) : (
    <Band trace={trace} cursor={cursor} />
  )

function Segments({ trace, cursor }: { readonly trace: Trace; readonly cursor: number }) {
  return (
    <div className="segments" aria-hidden="true">
      {trace.steps.map((step, n) => (
        <i key={n} data-phase={phaseOf(step)} data-state={n === cursor - 1 ? 'now' : n < cursor ? 'done' : 'ahead'} />
      ))}
    </div>
  )
}

function Band({ trace, cursor }: { readonly trace: Trace; readonly cursor: number }) {
  const total = trace.steps.length
  const forward = forwardLength(trace)
  const walked = walkLength(trace)
  return (
    <svg className="band" viewBox={`0 0 ${total} 8`} preserveAspectRatio="none" aria-hidden="true">
      <rect className="track" data-phase="forward" x="0" width={forward} height="8" />
      <rect className="track" data-phase="backward" x={forward} width={walked - forward} height="8" />
      <rect className="track" data-phase="update" x={walked} width={total - walked} height="8" />
      <rect className="done" data-phase="forward" x="0" width={Math.min(cursor, forward)} height="8" />
      <rect
        className="done"
        data-phase="backward"
        x={forward}
        width={Math.max(0, Math.min(cursor, walked) - forward)}
        height="8"
      />
      <rect className="done" data-phase="update" x={walked} width={Math.max(0, cursor - walked)} height="8" />
    </svg>
  )
}

function Icon({ path, hollow = false }: { readonly path: string; readonly hollow?: boolean }) {
  return (
    <svg className="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" data-hollow={hollow}>
      <path d={path} />
    </svg>
  )
}
