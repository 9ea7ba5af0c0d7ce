import { withLesson } from './clock.ts'
import { store } from './store.ts'

/** Notes on the clock when each lesson begins; answers how to stop. */
export function keepTime(): () => void {
  return store.subscribe(({ lesson, clock, arriving }) => {
    if (arriving) return
    const next = withLesson(clock, lesson?.lesson ?? null, Date.now())
    if (next !== clock) store.setState({ clock: next })
  })
}
