#include "tests/bench/processmemory.h"

#include <fstream>
#include <string>

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace wick::bench {

namespace {

/// A line of /proc/self/status, which counts in KiB.
std::int64_t statusBytes(const std::string& key)
{
    std::ifstream status{"/proc/self/status"};
    std::string word;
    while (status >> word) {
        if (word == key) {
            std::int64_t kibibytes = 0;
            status >> kibibytes;
            return kibibytes * 1024;
        }
    }
    return 0;
}

} // namespace

std::int64_t residentBytes()
{
    return statusBytes("VmRSS:");
}

std::int64_t peakBytes()
{
    return statusBytes("VmHWM:");
}

void restartPeak()
{
#ifdef __GLIBC__
    malloc_trim(0);
#endif
    std::ofstream{"/proc/self/clear_refs"} << "5"; // proc(5): reset the peak
}

} // namespace wick::bench
