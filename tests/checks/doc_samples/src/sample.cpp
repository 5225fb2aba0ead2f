int kept   = 1;
int other = 2;
