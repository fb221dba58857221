// npm runs this after every install, so that an `npm install` by hand counts too.
import { existsSync } from 'node:fs'
import { node24, setMark } from './install.mjs'

if (existsSync(node24)) setMark()
