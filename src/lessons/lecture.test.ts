import { expect, test } from 'vitest'
import { atLevel } from '../scene/levels.ts'
import { wrongTraces } from '../scene/mistaken.ts'
import { answer } from './answer.ts'
import { nodeNamed, type Scope } from './figures.ts'
import { lessons, programOf } from './lecture.ts'
import type { Beat, Lesson, Prose } from './lesson.ts'
import { cursorOf } from './moment.ts'
import type { Ask } from './prose.ts'
import { runOf, scopeOf } from './testing/runs.ts'

const beats = lessons.flatMap((lesson) =>
  lesson.beats.map((beat) => [`${lesson.id} / ${beat.id}`, lesson, beat] as const),
)

const scopeAt = (lesson: Lesson, beat: Beat): Scope => scopeOf(programOf(lesson, beat.program), beat.pass ?? 0)

/** All prose of a beat, each under the name of its place. */
const proseOf = ({ title, text, question, slide, note }: Beat): [string, Prose][] => [
  ['title', title],
  ...text.map((each, i): [string, Prose] => [`text ${i}`, each]),
  ...(question === undefined ? [] : [['ask', question.ask] as [string, Prose]]),
  ...(question?.choices ?? []).flatMap(({ says, because }, i): [string, Prose][] => [
    [`choice ${i}`, says],
    [`because ${i}`, because],
  ]),
  ...(slide === undefined
    ? []
    : ([
        ['slide', slide.says],
        ['slide right', slide.right],
      ] as [string, Prose][])),
  ['note', note],
]

const texts = (prose: Prose): string[] => prose.filter((piece) => typeof piece === 'string')
const asks = (prose: Prose): Ask[] => prose.filter((piece) => typeof piece !== 'string')
const laws = (ask: Ask): string[] =>
  ask.kind === 'math' ? [ask.tex, ask.plain] : ask.kind === 'equal' ? ask.parts.flatMap(laws) : []
const spoken = (prose: Prose, scope: Scope): string =>
  prose.map((piece) => (typeof piece === 'string' ? piece : answer(piece, scope)?.plain)).join('')

test('lessons and beats have names of their own, and every lesson has a program and beats', () => {
  expect(new Set(lessons.map(({ id }) => id)).size).toBe(lessons.length)
  for (const { beats: own, programs } of lessons) {
    expect(new Set(own.map(({ id }) => id)).size).toBe(own.length)
    expect(own.length).toBeGreaterThan(3)
    expect(Object.keys(programs).length).toBeGreaterThan(0)
  }
})

test.each(beats)('%s: the program runs, and the beat finds its moment and what it shows', (_, lesson, beat) => {
  if (beat.program !== undefined) expect(Object.keys(lesson.programs)).toContain(beat.program)
  const result = runOf(programOf(lesson, beat.program))
  // a lesson may show an error, but only in its last line, after something was computed
  expect(result.episodes.length).toBeGreaterThan(beat.pass ?? 0)
  const trace = result.episodes[beat.pass ?? 0]!.trace
  const [from, to] = [cursorOf(beat.at, trace), cursorOf(beat.until ?? beat.at, trace)]
  expect(from, 'at').not.toBeNull()
  expect(to, 'until').not.toBeNull()
  expect(to!).toBeGreaterThanOrEqual(from!)
  const { level, select, moving, mistake, plot, board, data } = beat.show ?? {}
  if (level !== undefined) expect(atLevel(trace, level)).not.toBeNull()
  for (const place of [select, moving, plot?.over, ...(plot?.of ?? [])])
    if (place !== undefined) expect(nodeNamed(trace, place.of), place.of).not.toBeNull()
  for (const variable of Object.values(data ?? {})) expect(nodeNamed(trace, variable), variable).not.toBeNull()
  for (const line of board ?? []) expect(nodeNamed(trace, line), line).not.toBeNull()
  if (mistake !== undefined) expect(wrongTraces(trace).map(({ mutant }) => mutant.id)).toContain(mistake)
})

test.each(beats)('%s: the run answers everything that the prose asks', (_, lesson, beat) => {
  const scope = scopeAt(lesson, beat)
  for (const [place, prose] of proseOf(beat))
    for (const ask of asks(prose)) expect(answer(ask, scope), `${place}: ${JSON.stringify(ask)}`).not.toBeNull()
})

test.each(beats)('%s: no number is typed into the prose', (_, _lesson, beat) => {
  for (const [place, prose] of proseOf(beat)) {
    for (const text of texts(prose)) expect(text.replaceAll(/`[^`]*`/g, ''), place).not.toMatch(/\d|[½¼¾⅓⅔]/)
    // a law may hold the numbers of its rule, not those of a result
    for (const law of asks(prose).flatMap(laws)) expect(law, place).not.toMatch(/\d\.\d|\d{2}|[3-9]/)
  }
})

test.each(beats.filter(([, , { question }]) => question !== undefined))(
  '%s: the question has one right answer, different choices and a reason for each',
  (_, lesson, beat) => {
    const scope = scopeAt(lesson, beat)
    const { choices } = beat.question!
    expect(choices.length).toBeGreaterThanOrEqual(3)
    expect(choices.length).toBeLessThanOrEqual(5)
    expect(choices.filter(({ right }) => right).length).toBe(1)
    expect(new Set(choices.map(({ says }) => spoken(says, scope))).size).toBe(choices.length)
    for (const { because } of choices) expect(spoken(because, scope).length).toBeGreaterThan(10)
  },
)

test('every note is the lecturer’s own: a few sentences, and no other beat’s', () => {
  const notes = beats.map(([place, lesson, beat]) => [place, spoken(beat.note, scopeAt(lesson, beat))] as const)
  expect(new Set(notes.map(([, note]) => note)).size).toBe(notes.length)
  for (const [place, note] of notes) {
    expect(note.length, place).toBeGreaterThan(40)
    expect(note.length, place).toBeLessThan(330)
    expect(note, place).toMatch(/[.!?…]$/)
  }
})
