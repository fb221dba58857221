// npm runs this after every install, so that an `npm install` by hand counts too.
import { setMark } from './install.mjs'

setMark()
