#pragma once

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <iterator>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace wick::bench {

/// A benchmark compared with others of the same run, whose times are added up.
struct Ratio
{
    std::string name;
    std::string measured;                ///< name of a benchmark
    std::vector<std::string> references; ///< names of benchmarks that do the same work barely
    double limit = 0.0;                  ///< what the requirements ask for; 0 is no limit
};

/// Prints the usual table and remembers the CPU time of an iteration of each repetition: a machine
/// that is busy elsewhere stretches the time on the wall, not this. It is that of the calling
/// thread.
class RatioReporter final : public benchmark::ConsoleReporter
{
public:
    RatioReporter()
        : ConsoleReporter(OO_Tabular)
    {}

    void ReportRuns(const std::vector<Run>& runs) override
    {
        for (const Run& run : runs) {
            if (run.run_type == Run::RT_Iteration && !run.error_occurred && run.iterations > 0) {
                m_seconds[run.run_name.function_name].push_back(
                    run.cpu_accumulated_time / static_cast<double>(run.iterations));
            }
        }
        std::vector<Run> shown;
        std::copy_if(runs.begin(), runs.end(), std::back_inserter(shown), [&](const Run& run) {
            return run.repetitions <= 1 || run.error_occurred || run.aggregate_name == "median"
                   || run.aggregate_name == "cv";
        });
        ConsoleReporter::ReportRuns(shown);
    }

    /// Median CPU time of an iteration in seconds; 0 for a benchmark that did not run.
    [[nodiscard]] double median(const std::string& name) const
    {
        const auto found = m_seconds.find(name);
        if (found == m_seconds.end()) {
            return 0.0;
        }
        std::vector<double> times = found->second;
        const auto middle = times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2);
        std::nth_element(times.begin(), middle, times.end());
        return *middle;
    }

private:
    std::map<std::string, std::vector<double>> m_seconds;
};

/// Runs all registered benchmarks and ends with a line `ratio NAME = X.XX (limit Y)` for each ratio
/// both sides of which ran. `--quick` measures for a shorter time (below 45 s for a program); all
/// other arguments are Google Benchmark's. Repetitions are interleaved at random and medians
/// compared, so that a slow moment of the machine hits both sides alike.
inline int runWithRatios(int argc, char* argv[], const std::vector<Ratio>& ratios)
{
    std::vector<std::string> texts{argv[0], "--benchmark_enable_random_interleaving=true"};
    bool quick = false;
    for (int i = 1; i < argc; ++i) {
        quick = quick || std::string_view{argv[i]} == "--quick";
    }
    texts.emplace_back(quick ? "--benchmark_repetitions=5" : "--benchmark_repetitions=15");
    texts.emplace_back(quick ? "--benchmark_min_time=0.1" : "--benchmark_min_time=0.5");
    for (int i = 1; i < argc; ++i) {
        if (std::string_view{argv[i]} != "--quick") {
            texts.emplace_back(argv[i]); // later ones win
        }
    }
    std::vector<char*> arguments;
    for (std::string& text : texts) {
        arguments.push_back(text.data());
    }
    int count = static_cast<int>(arguments.size());
    benchmark::Initialize(&count, arguments.data());
    if (benchmark::ReportUnrecognizedArguments(count, arguments.data())) {
        return EXIT_FAILURE;
    }
    RatioReporter reporter;
    benchmark::RunSpecifiedBenchmarks(&reporter);
    for (const Ratio& ratio : ratios) {
        const double measured = reporter.median(ratio.measured);
        double reference = 0.0;
        for (const std::string& name : ratio.references) {
            reference += reporter.median(name);
        }
        if (measured > 0.0 && reference > 0.0) {
            std::printf("ratio %s = %.2f (limit %g)\n", ratio.name.c_str(), measured / reference,
                        ratio.limit);
        }
    }
    return EXIT_SUCCESS;
}

} // namespace wick::bench
