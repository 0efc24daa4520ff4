import './styles/index.css'
import { render } from 'preact'
import { App } from './app'
import { listenToKeys } from './lib/keyboard'
import { guardLeaving } from './lib/leaving'
import { keepScrollPlaces } from './lib/navigation'

const root = document.getElementById('app')
if (!root) throw new Error('index.html has no #app')

guardLeaving()
keepScrollPlaces()
listenToKeys()
render(<App />, root)
