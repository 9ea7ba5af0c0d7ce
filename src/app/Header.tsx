import { type Example, examples, trainings } from '../lessons/examples.ts'
import { isAllowed } from '../state/allowed.ts'
import { isFramed } from '../state/framed.ts'
import { canRedo, canUndo } from '../state/history.ts'
import { open, redoChange, reset, undoChange } from '../state/program.ts'
import { setPresent, setTheme, showTraining, toggleContents } from '../state/screen.ts'
import type { Theme } from '../state/store.ts'
import { useApp } from '../state/useApp.ts'
import { TabLink } from './TabLink.tsx'

const themes: readonly (readonly [Theme, string])[] = [
  ['system', 'System theme'],
  ['light', 'Light'],
  ['dark', 'Dark'],
  ['projector', 'Projector'],
]

/** The choice of a theme. */
export function ThemeChoice() {
  const theme = useApp((state) => state.theme)
  return (
    <select
      className="theme"
      aria-label="Theme"
      value={theme}
      onChange={(event) => {
        const chosen = themes.find(([value]) => value === event.target.value)
        if (chosen !== undefined) setTheme(chosen[0])
      }}
    >
      {themes.map(([value, label]) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))}
    </select>
  )
}

const optionOf = ({ id, title }: Example) => (
  <option key={id} value={id}>
    {title}
  </option>
)

/** Opens an example; one that trains with its curve. */
function choose(chosen: string): void {
  const isChosen = ({ id }: Example): boolean => id === chosen
  const training = trainings.find(isChosen)
  const example = training ?? examples.find(isChosen)
  if (example === undefined) return
  open(example.source)
  if (training !== undefined) showTraining()
}

/** The bar on top: which program, undo, theme, present, share, help. */
export function Header({ onShare, onHelp }: { readonly onShare: () => void; readonly onHelp: () => void }) {
  const source = useApp((state) => state.source)
  const changed = useApp((state) => state.source !== state.original)
  const history = useApp((state) => state.history)
  const origin = useApp((state) => state.origin)
  const current = [...examples, ...trainings].find((example) => example.source === source)
  const inLesson = useApp((state) => state.lesson !== null)
  const writes = useApp((state) => isAllowed(state, 'text'))
  const chooses = useApp((state) => isAllowed(state, 'examples'))
  const browses = useApp((state) => isAllowed(state, 'contents'))
  const shares = useApp((state) => isAllowed(state, 'sharing'))
  const own = inLesson ? 'The program of the lesson' : origin === 'shared' ? 'A shared program' : 'Your program'
  return (
    <header className="header">
      <h1>Gradwalk</h1>
      {browses && (
        <button
          type="button"
          className="button lessons"
          onClick={toggleContents}
          title="The lecture, lesson by lesson (C)"
        >
          Lessons
        </button>
      )}
      {chooses && (
        <select
          className="examples"
          aria-label="Examples"
          value={current?.id ?? ''}
          onChange={({ target }) => choose(target.value)}
        >
          {current === undefined && <option value="">{own}</option>}
          {examples.map(optionOf)}
          <optgroup label="Training">{trainings.map(optionOf)}</optgroup>
        </select>
      )}
      {writes && (
        <span className="group">
          <button
            type="button"
            className="button quiet"
            onClick={undoChange}
            disabled={!canUndo(history)}
            aria-label="Undo"
            title="Undo (Ctrl Z)"
          >
            ↶
          </button>
          <button
            type="button"
            className="button quiet"
            onClick={redoChange}
            disabled={!canRedo(history)}
            aria-label="Redo"
            title="Redo (Ctrl Shift Z)"
          >
            ↷
          </button>
          <button
            type="button"
            className="button quiet reset"
            onClick={reset}
            disabled={!changed}
            title="Back to the program as it was opened"
          >
            Reset
          </button>
        </span>
      )}
      <span className="space" />
      {isFramed() && <TabLink />}
      <ThemeChoice />
      <button
        type="button"
        className="button quiet present"
        onClick={() => setPresent(true)}
        title="The picture, its formula and its sentence, full screen (P)"
      >
        Present
      </button>
      {shares && (
        <button type="button" className="button share" onClick={onShare}>
          Share
        </button>
      )}
      <button type="button" className="button quiet" onClick={onHelp} aria-label="Help">
        ?
      </button>
    </header>
  )
}
