import { useMemo } from 'react'
import { phaseOf } from '../scene/ledger.ts'
import { plainSentence, sentenceAt } from '../scene/sentence.ts'
import { goTo, goToStep } from '../state/cursor.ts'
import { passCount } from '../state/passes.ts'
import { setHover } from '../state/picture.ts'
import { isAtEnd, isAtStart, traceBefore, traceOf } from '../state/shown.ts'
import { useApp } from '../state/useApp.ts'
import { first, goToNode, last, nextNode, phaseEnd, setPlaying, setSpeed, step } from '../state/walk.ts'
import { RunningLine } from '../views/controls/RunningLine.tsx'
import { Sentence } from '../views/controls/Sentence.tsx'
import { Spoken } from '../views/controls/Spoken.tsx'
import { StepBar } from '../views/timeline/StepBar.tsx'

/** The sentence and the bar of steps. */
export function Steps() {
  const trace = useApp(traceOf)
  const cursor = useApp((state) => state.cursor)
  const playing = useApp((state) => state.playing)
  const speed = useApp((state) => state.speed)
  const episodes = useApp((state) => passCount(state.run))
  const atStart = useApp(isAtStart)
  const atEnd = useApp(isAtEnd)
  const before = useApp(traceBefore)
  const pieces = useMemo(
    () => (trace === null ? [] : sentenceAt(trace, cursor.step, before)),
    [trace, cursor.step, before],
  )
  const now = trace?.steps[cursor.step - 1]
  const phase = now === undefined ? null : phaseOf(now)
  if (trace === null)
    return (
      <footer className="steps">
        <RunningLine />
      </footer>
    )
  return (
    <footer className="steps">
      <RunningLine />
      <Sentence phase={phase} pieces={pieces} onHover={setHover} onNode={goToNode} />
      <Spoken sentence={plainSentence(pieces)} playing={playing} />
      <StepBar
        trace={trace}
        cursor={cursor.step}
        playing={playing}
        speed={speed}
        episode={cursor.episode}
        episodes={episodes}
        atStart={atStart}
        atEnd={atEnd}
        onStep={(by) => step(by < 0 ? -1 : 1)}
        onGo={goToStep}
        onNextNode={nextNode}
        onPhaseEnd={phaseEnd}
        onFirst={first}
        onLast={last}
        onPlay={() => setPlaying(!playing)}
        onSpeed={setSpeed}
        onEpisode={(episode) => goTo({ episode, step: 0 })}
      />
    </footer>
  )
}
