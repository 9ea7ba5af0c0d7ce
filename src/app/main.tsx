import '@fontsource-variable/inter'
import '@fontsource-variable/jetbrains-mono'
import './fonts.css'
import './theme.css'
import { type ReactNode, StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { rejoin } from '../state/open-presenter.ts'
import { startPlayer } from '../state/player.ts'
import { startSession } from '../state/session.ts'
import { App } from './App.tsx'
import './app.css'
import './arrangement.css'
import { startFullScreen } from './fullScreen.ts'
import { handleKey } from './keyboard.ts'
import { keepForOffline } from './offline.ts'
import { pageOf } from './pages.ts'
import { startTheme } from './theme.ts'

const root = document.getElementById('root')
if (root === null) throw new Error('the page has no #root')
const draw = (page: ReactNode): void => createRoot(root).render(<StrictMode>{page}</StrictMode>)

const page = pageOf(location.hash)
if (page === null) {
  startSession().then(rejoin)
  startPlayer()
  startTheme()
  startFullScreen()
  window.addEventListener('keydown', handleKey)
  draw(<App />)
} else
  page().then(
    ({ open }) => draw(open()),
    () => draw(<p className="panel-failure">This page could not be fetched. Check the connection and reload.</p>),
  )

// the walk and the pages beside it are started anew, each in its own way
window.addEventListener('hashchange', () => {
  if (page !== pageOf(location.hash)) location.reload()
})

keepForOffline()
