import { useMemo } from 'react'
import { plainSentence } from '../../scene/sentence.ts'
import { toldSentence } from '../../scene/slow.ts'
import { aheadOf } from '../../state/ahead.ts'
import { tellingAt, traceBefore, traceOf } from '../../state/shown.ts'
import type { State } from '../../state/store.ts'
import { ProseView } from '../lesson/ProseView.tsx'
import { useScopes } from './useScopes.ts'

/** What the next press shows. */
export function AheadView({ state }: { readonly state: State }) {
  const ahead = useMemo(() => aheadOf(state), [state])
  const scopeOf = useScopes(state, ahead.kind === 'beat' ? [ahead.lesson] : [])
  const trace = traceOf(state)
  const said = (): string => {
    if (state.asking) return 'The question is open; Next skips it.'
    switch (ahead.kind) {
      case 'choices':
        return 'The choices.'
      case 'answer':
        return 'The answer.'
      case 'slide':
        return 'What the slide says.'
      case 'pass':
        return 'The next backward pass.'
      case 'end':
        return 'Nothing more: this is the end.'
      case 'step':
        return trace === null
          ? ''
          : plainSentence(toldSentence(trace, tellingAt(state, ahead.cursor), traceBefore(state)))
      case 'beat':
        return ''
    }
  }
  return (
    <section className="presenter-ahead" aria-label="What comes next">
      <h2>{ahead.kind === 'beat' && ahead.lesson.id !== state.lesson?.lesson ? 'Next: another lesson' : 'Next'}</h2>
      {ahead.kind !== 'beat' ? (
        <p>{said()}</p>
      ) : (
        <>
          {ahead.lesson.id !== state.lesson?.lesson && <p className="lesson-title">{ahead.lesson.title}</p>}
          <p>
            <ProseView prose={ahead.beat.title} scope={scopeOf(ahead.lesson, ahead.beat)} />
          </p>
          {ahead.beat.question !== undefined && <p className="asks">A question to the room.</p>}
        </>
      )}
    </section>
  )
}
