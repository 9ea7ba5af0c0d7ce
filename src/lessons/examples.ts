/** A program from the menu: its title is the comment on its first line. */
export interface Example {
  readonly id: string
  readonly title: string
  readonly source: string
}

type Files = Record<string, string>

const inOrder = (files: Files): readonly Example[] =>
  Object.entries(files)
    .sort(([p], [q]) => (p < q ? -1 : 1))
    .map(([path, source]) => ({
      id: path.replace(/^.*\/\d*-?|\.py$/g, ''),
      title: source.split('\n', 1)[0]!.replace(/^#\s*/, ''),
      source,
    }))

/** The example programs in the order of their file names: each can be walked through to its end. */
export const examples = inOrder(import.meta.glob('./*.py', { query: '?raw', import: 'default', eager: true }))

/** Programs that train for thousands of passes. */
export const trainings = inOrder(import.meta.glob('./training/*.py', { query: '?raw', import: 'default', eager: true }))

/** The program that a first visit opens. */
export const firstExample: Example = examples.find(({ id }) => id === 'branches') ?? examples[0]!

/** The program of an example. Throws where there is none of that name. */
export function exampleNamed(id: string): string {
  const found = examples.find((example) => example.id === id)
  if (found === undefined) throw new Error(`there is no example called ${id}`)
  return found.source
}
