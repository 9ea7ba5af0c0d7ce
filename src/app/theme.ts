import { type State, store } from '../state/store.ts'

const dark = matchMedia('(prefers-color-scheme: dark)')

/** The theme a state is shown in: presenting is projected, the system's choice is followed where none was made. */
const themeOf = ({ theme, present }: State): string => {
  if (present && theme !== 'dark') return 'projector'
  return theme === 'system' ? (dark.matches ? 'dark' : 'light') : theme
}

/** Keeps the page's theme in step with the state and the system. */
export function startTheme(): void {
  const show = (): void => {
    document.documentElement.dataset['theme'] = themeOf(store.getState())
  }
  show()
  store.subscribe(show)
  dark.addEventListener('change', show)
}
