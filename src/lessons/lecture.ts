import type { Lesson } from './lesson.ts'

const files: Record<string, { readonly lesson: Lesson }> = import.meta.glob('./lecture/*.ts', { eager: true })

/** The lessons in the order of their file names. */
export const lessons: readonly Lesson[] = Object.entries(files)
  .sort(([p], [q]) => (p < q ? -1 : 1))
  .map(([, { lesson }]) => lesson)

export const lessonNamed = (id: string): Lesson | null => lessons.find((lesson) => lesson.id === id) ?? null

/** The program of a beat. */
export const programOf = (lesson: Lesson, program: string | undefined): string =>
  (program === undefined ? undefined : lesson.programs[program]) ?? Object.values(lesson.programs)[0] ?? ''
