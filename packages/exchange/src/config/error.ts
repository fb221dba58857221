/** Says in one line which key, flag or variable of the configuration is wrong, and why. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}
