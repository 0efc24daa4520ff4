import './styles/index.css'
// Nearly every page has a field, a filter or a table: their styles come with the first file.
import './components/field.css'
import './components/filter-select.css'
import './components/table.css'
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
