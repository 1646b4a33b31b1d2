import kafkajs from 'kafkajs';

// kafkajs is CommonJS of a shape in which Node finds only the first of its names: `import { logLevel }` fails at start.
export const { AssignerProtocol, CompressionTypes, ConfigResourceTypes, Kafka, logLevel } = kafkajs;
