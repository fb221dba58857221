export function alone<T>(
  name: string,
  work: () => T | Promise<T>,
  options?: { folder?: string; log?: (line: string) => void },
): Promise<T>
