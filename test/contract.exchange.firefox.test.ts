import { tellTheContract } from './rig/exchange-contract.ts'

tellTheContract('firefox')
