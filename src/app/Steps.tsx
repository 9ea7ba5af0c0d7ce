import { useEffect, useMemo, useRef } from 'react'
import { phaseOf } from '../scene/ledger.ts'
import { plainSentence, sentenceAt } from '../scene/sentence.ts'
import { goTo, goToStep } from '../state/cursor.ts'
import { setHover } from '../state/picture.ts'
import { isAtEnd, isAtStart, traceBefore, traceOf } from '../state/shown.ts'
import { useApp } from '../state/useApp.ts'
import { first, goToNode, last, nextNode, phaseEnd, setPlaying, setSpeed, step } from '../state/walk.ts'
import { Sentence } from '../views/controls/Sentence.tsx'
import { StepBar } from '../views/timeline/StepBar.tsx'

/** The sentence and the bar of steps. */
export function Steps() {
  const trace = useApp(traceOf)
  const cursor = useApp((state) => state.cursor)
  const playing = useApp((state) => state.playing)
  const speed = useApp((state) => state.speed)
  const episodes = useApp((state) => state.run?.episodes.length ?? 0)
  const atStart = useApp(isAtStart)
  const atEnd = useApp(isAtEnd)
  const before = useApp(traceBefore)
  const pieces = useMemo(
    () => (trace === null ? [] : sentenceAt(trace, cursor.step, before)),
    [trace, cursor.step, before],
  )
  const now = trace?.steps[cursor.step - 1]
  const phase = now === undefined ? null : phaseOf(now)
  if (trace === null) return <footer className="steps" />
  return (
    <footer className="steps">
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

const quietWhilePlaying = 5000

/** The sentence for screen readers: every one while stepping by hand, at most one in five seconds while playing. */
function Spoken({ sentence, playing }: { readonly sentence: string; readonly playing: boolean }) {
  const place = useRef<HTMLParagraphElement>(null)
  const last = useRef(0)
  // written past React: a render of its own for every step would pile up under a key that is held down
  useEffect(() => {
    if (place.current === null || (playing && Date.now() - last.current < quietWhilePlaying)) return
    place.current.textContent = sentence
    last.current = Date.now()
  }, [sentence, playing])
  return <p className="spoken" aria-live="polite" ref={place} />
}
