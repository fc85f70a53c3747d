// What the lab reads of exercises.
export * from './answerSheets';
export * from './cellMetadata';
export * from './curtain';
export * from './exercise';
export * from './glossary';
export * from './lessonExercises';
export * from './metadataError';
export * from './nbgrader';
export * from './progress';
export * from './repetition';
export * from './studentVersion';
export * from './terms';
