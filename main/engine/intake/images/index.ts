// What the rest of the room asks of disk images.
export type { Image, ImageProblem } from './image.ts';
export { imageFormOf, openImage } from './openImage.ts';
export { type ImageFile, type ImageFileSystem, type ImagePlace, type Listing, listFileSystems } from './listing.ts';
export { imageFiles, type ImageFilesAsked, type SeizedImageFile } from './imageFiles.ts';
