// The simulator in a process group of its own, so that a test can kill all of it at once.
import { startSimulator } from './running.ts'

const { url } = await startSimulator({ persist: process.argv[2] })
console.log(url)
