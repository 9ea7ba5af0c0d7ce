import { type Arrangement, type Hideable, hideable, type Lockable, lockable } from '../../state/arrangement.ts'

/** What a class link hides and locks, and who hears of another choice. */
export interface ClassChoiceProps {
  readonly arrangement: Arrangement
  /** Whether there is a lesson to be locked. */
  readonly inLesson: boolean
  readonly onArrangement: (arrangement: Arrangement) => void
}

const hideNames: Readonly<Record<Hideable, string>> = {
  header: 'the bar on top',
  program: 'the program and its output',
  examples: 'the examples',
  lessons: 'the list of lessons',
  levels: 'magnification, samples, folds, mode',
  table: 'the table',
  details: 'all tabs but Formula',
  formula: 'the panel below the picture',
  sentence: 'the sentence',
  steps: 'all step buttons but Back and Next',
  share: 'Share',
}

const lockNames: Readonly<Record<Lockable, string>> = {
  program: 'the text of the program',
  numbers: 'the numbers of the leaves',
  lesson: 'this lesson',
  level: 'the magnification',
}

/** Check boxes for all that a class link can hide and lock. */
export function ClassChoice({ arrangement, inLesson, onArrangement }: ClassChoiceProps) {
  const { hide, lock } = arrangement
  return (
    <div className="class-choice">
      <fieldset>
        <legend>Hide</legend>
        {hideable.map((word) => (
          <Choice
            key={word}
            name={hideNames[word]}
            on={hide.includes(word)}
            onChange={(on) =>
              onArrangement({ lock, hide: hideable.filter((w) => (w === word ? on : hide.includes(w))) })
            }
          />
        ))}
      </fieldset>
      <fieldset>
        <legend>Lock</legend>
        {lockable
          .filter((word) => word !== 'lesson' || inLesson || lock.includes(word))
          .map((word) => (
            <Choice
              key={word}
              name={lockNames[word]}
              on={lock.includes(word)}
              onChange={(on) =>
                onArrangement({ hide, lock: lockable.filter((w) => (w === word ? on : lock.includes(w))) })
              }
            />
          ))}
      </fieldset>
    </div>
  )
}

function Choice({
  name,
  on,
  onChange,
}: {
  readonly name: string
  readonly on: boolean
  readonly onChange: (on: boolean) => void
}) {
  return (
    <label>
      <input type="checkbox" checked={on} onChange={({ target }) => onChange(target.checked)} /> {name}
    </label>
  )
}
