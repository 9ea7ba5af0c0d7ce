import { useEffect, useState } from 'react'
import type { Run } from '../../lang/run.ts'
import { type Numbered, numbered, renumbered } from '../../lessons/handout/renumbered.ts'
import { type Sheet, sheetOf } from '../../lessons/handout/sheet.ts'
import { lessonNamed, programOf } from '../../lessons/lecture.ts'
import type { Lesson } from '../../lessons/lesson.ts'
import { viewOf } from '../../lessons/view.ts'
import { encodeLink } from '../../state/link.ts'
import { linkDefaults } from '../../state/link-schema.ts'
import { runBeside } from '../../state/run-beside.ts'
import type { Asked } from './address.ts'

/** What there is to show of what an address asks for. */
export type SheetState =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'running'; readonly lesson: Lesson }
  | { readonly kind: 'failed'; readonly lesson: Lesson; readonly why: string }
  | {
      readonly kind: 'ready'
      /** What the sheet answers; another one may be under way. */
      readonly asked: Asked
      readonly sheet: Sheet
      /** The hash of the lesson in the app, with the numbers of the sheet. */
      readonly back: string
    }

async function sheetFor(lesson: Lesson, asked: Asked, runOnce: (source: string) => Promise<Run>): Promise<SheetState> {
  const { kind, seed } = asked
  const made = await (seed === null ? numbered(lesson, runOnce) : renumbered(lesson, seed, runOnce))
  const broken = Object.values(made.lesson.programs).flatMap((source) => {
    const { episodes, error } = made.runs.get(source)!
    return episodes.length === 0 && error !== null ? [`${error.type}: ${error.message}`] : []
  })
  return broken.length > 0
    ? { kind: 'failed', lesson, why: broken.join(' ') }
    : { kind: 'ready', asked, sheet: sheetOf(made.lesson, made.runs, kind), back: linkTo(made) }
}

/** The hash of a lesson's first beat in the app. */
function linkTo({ lesson, runs: made }: Numbered): string {
  const beat = lesson.beats[0]!
  const { show = {}, pass = 0 } = beat
  const source = programOf(lesson, beat.program)
  const view = viewOf(beat, made.get(source)?.episodes.map(({ trace }) => trace) ?? [], 'asked')
  return `#${encodeLink({
    ...linkDefaults,
    source,
    cursor: { episode: pass, step: view?.cursor ?? 0 },
    level: show.level ?? 'tensor',
    detail: show.detail ?? null,
    sample: show.sample ?? null,
    lesson: { lesson: lesson.id, beat: beat.id, stop: 0, chosen: null },
  })}`
}

/** The sheet that an address asks for, once the lesson's programs have run. Until then, and where one fails, that is told. */
export function useSheet({ lesson: id, kind, seed }: Asked): SheetState {
  const lesson = lessonNamed(id)
  const [state, setState] = useState<SheetState | null>(null)
  useEffect(() => {
    if (lesson === null) return undefined
    let current = true
    const show = (next: SheetState): void => {
      if (current) setState(next)
    }
    // who looks for numbers that nobody waits for any more is given nothing to go on with
    const whileWanted = (source: string): Promise<Run> =>
      current ? runBeside(source) : new Promise<Run>(() => undefined)
    sheetFor(lesson, { lesson: lesson.id, kind, seed }, whileWanted).then(show, (error) =>
      show({ kind: 'failed', lesson, why: error instanceof Error ? error.message : String(error) }),
    )
    return () => {
      current = false
    }
  }, [lesson, kind, seed])
  if (lesson === null) return { kind: 'unknown' }
  if (state === null || ('lesson' in state && state.lesson !== lesson)) return { kind: 'running', lesson }
  return state.kind === 'ready' && state.sheet.lesson.id !== id ? { kind: 'running', lesson } : state
}
