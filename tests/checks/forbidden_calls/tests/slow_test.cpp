std::thread allowedInATest;
void wait() { usleep(10); }
