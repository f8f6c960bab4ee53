/** The client is run with the real one, and compiled with what it has of types where that is installed. */
declare module "axios";
