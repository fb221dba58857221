import { OffhookError, type Picture } from '@offhook/core'

const side = 512

/** A square picture of at most 512 pixels, cut from the middle of whatever image a file is; rejects with `bad-option`. */
export async function pictureOf(file: Blob): Promise<Picture> {
  const image = await createImageBitmap(file).catch((cause) => {
    throw new OffhookError('bad-option', { cause })
  })
  const cut = Math.min(image.width, image.height)
  const size = Math.min(side, cut)
  const canvas = document.createElement('canvas')
  canvas.width = size
  canvas.height = size
  const at = [(image.width - cut) / 2, (image.height - cut) / 2] as const
  canvas.getContext('2d')?.drawImage(image, ...at, cut, cut, 0, 0, size, size)
  image.close()
  const blob = await new Promise<Blob | null>((made) => canvas.toBlob(made, 'image/jpeg', 0.88))
  if (blob === null) throw new OffhookError('bad-option')
  return { type: 'image/jpeg', bytes: new Uint8Array(await blob.arrayBuffer()) }
}
