#include <chrono>
// std::chrono::steady_clock::now() in a comment is no call
const char* text = "std::thread in a string is none either";
const char separator = '\'', quote = '"';
auto a = std::chrono::steady_clock::now();
void wait() { std::this_thread::sleep_for(x); }
std::random_device device;
std::normal_distribution<double> normal;
std::thread worker;
auto t = time(nullptr);
auto c = std::thread::hardware_concurrency(); /* std::jthread */
double responseTime(int n);
auto fine = responseTime(1'000'000);
boost::asio::steady_timer timer;
