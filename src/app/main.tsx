import '@fontsource-variable/inter'
import '@fontsource-variable/jetbrains-mono'
import './fonts.css'
import './theme.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { startPlayer } from '../state/player.ts'
import { startSession } from '../state/session.ts'
import { App } from './App.tsx'
import './app.css'
import { handleKey } from './keyboard.ts'
import { keepForOffline } from './offline.ts'
import { startTheme } from './theme.ts'

startSession()
startPlayer()
startTheme()
window.addEventListener('keydown', handleKey)

const root = document.getElementById('root')
if (root === null) throw new Error('the page has no #root')
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
)

keepForOffline()
