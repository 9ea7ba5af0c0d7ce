import { type Arrangement, type Hideable, hideable, type Lockable, lockable } from '../../state/arrangement.ts'

/** What a class link hides and locks, and who hears of another choice. */
export interface ClassChoiceProps {
  readonly arrangement: Arrangement
  /** Whether there is a lesson to be locked. */
  readonly inLesson: boolean
  readonly onArrangement: (arrangement: Arrangement) => void
}

const hideNames: Readonly<Record<Hideable, string>> = {
  header: 'Bar on top',
  program: 'Program',
  examples: 'Examples',
  lessons: 'List of lessons',
  levels: 'Magnification, mode',
  table: 'Table',
  details: 'Tabs but Formula',
  formula: 'Panel below',
  sentence: 'Sentence',
  steps: 'Jumps, playing',
  share: 'Share',
}

const lockNames: Readonly<Record<Lockable, string>> = {
  program: 'Program text',
  numbers: 'Numbers of leaves',
  lesson: 'This lesson',
  level: 'Magnification',
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
