import { isProgram } from '../scene/conventions.ts'
import { notify } from './screen.ts'
import { examiner, setExaminer, setTeacher, setTypesetter, teacher, typesetter } from './shown.ts'
import type { State } from './store.ts'

/** Fetches the code for questions and mistakes. */
const examine = (): Promise<void> =>
  import('./examiner.ts').then(
    ({ examiner }) => setExaminer(examiner),
    () => notify({ kind: 'error', text: 'The questions could not be fetched. Check the connection and try again.' }),
  )

/** Fetches the code for lessons. */
const teach = (): Promise<void> =>
  import('./teacher.ts').then(
    (code) => {
      if (teacher !== null) return
      setTeacher(code.teacher)
      code.startTeacher()
    },
    () => notify({ kind: 'error', text: 'The lesson could not be fetched. Check the connection and try again.' }),
  )

/** Fetches the code for other conventions than the program's own. */
const typeset = (): Promise<void> =>
  import('../scene/signs.ts').then(
    ({ typesetIn }) => setTypesetter(typesetIn),
    () => notify({ kind: 'error', text: 'The notation could not be fetched. Check the connection and try again.' }),
  )

/** Fetches the code that a state needs; null where all of it is here. */
export function equip({
  lesson,
  conventions,
  quiz,
  mistake,
}: Pick<State, 'lesson' | 'conventions' | 'quiz' | 'mistake'>): Promise<unknown> | null {
  const fetching = [
    ...(lesson !== null && teacher === null ? [teach()] : []),
    ...(!isProgram(conventions) && typesetter === null ? [typeset()] : []),
    ...((quiz !== null || mistake !== null) && examiner === null ? [examine()] : []),
  ]
  return fetching.length === 0 ? null : Promise.all(fetching)
}
