// How long it takes to have a million candles in memory, beside bare code that does the same work:
// mapped columns beside a mapped read, CSV beside a loop of std::from_chars, gzip beside gunzip and
// that loop. All files are warm in the page cache.
#include "core/base/randomsource.h"
#include "core/io/history/candleexport.h"
#include "core/io/history/candlefile.h"
#include "core/io/stores/marketdatabase.h"
#include "tests/bench/ratioreporter.h"

#include <QCoreApplication>
#include <QFile>
#include <QTemporaryDir>

#include <zlib.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <numeric>

using namespace wick;

namespace {

constexpr std::int64_t kRows = 1'000'000;
constexpr std::int64_t kStart = 1'700'000'040'000;
constexpr std::size_t kColumns = 6;

/// A random walk with two decimals of price and five of volume, as spot candles have.
io::CandleSeries makeSeries()
{
    core::RandomSource random{42};
    io::CandleSeries series{{2, 5}, core::minutes(1)};
    series.reserve(kRows);
    std::int64_t price = 6'500'000;
    for (std::int64_t i = 0; i < kRows; ++i) {
        const auto move = [&] {
            return static_cast<std::int64_t>(random.below(4'001)) - 2'000;
        };
        const std::int64_t close = std::max<std::int64_t>(price + move(), 100'000);
        const std::int64_t high =
            std::max(price, close) + static_cast<std::int64_t>(random.below(1'500));
        const std::int64_t low =
            std::min(price, close) - static_cast<std::int64_t>(random.below(1'500));
        series.append({kStart + i * 60'000, price, high, low, close,
                       static_cast<std::int64_t>(random.below(5'000'000))});
        price = close;
    }
    return series;
}

/// The files that are read, made once.
struct Files
{
    QTemporaryDir folder;
    QString csv = folder.filePath(QStringLiteral("candles.csv"));
    QString gzip = folder.filePath(QStringLiteral("candles.csv.gz"));
    QString raw = folder.filePath(QStringLiteral("columns.raw"));
    std::size_t textSize = 0;

    Files()
    {
        const io::CandleSeries series = makeSeries();
        const core::CandleColumns columns = series.columns();
        bool good =
            io::exportCandles(columns, csv).isEmpty() && io::exportCandles(columns, gzip).isEmpty();
        textSize = static_cast<std::size_t>(QFile{csv}.size());
        QFile file{raw};
        good = good && file.open(QIODevice::WriteOnly);
        for (const auto& column :
             {columns.time, columns.open, columns.high, columns.low, columns.close, columns.volume})
        {
            file.write(reinterpret_cast<const char*>(column.data()),
                       static_cast<qint64>(column.size_bytes()));
        }
        file.close();
        auto database = io::MarketDatabase::open(folder.path());
        io::CandleReading reading;
        reading.series = series;
        good = good && database && database->add(std::move(reading), "BTC", "bench");
        if (!good) {
            std::fprintf(stderr, "the files of the benchmark cannot be written\n");
            std::exit(EXIT_FAILURE);
        }
    }
};

const Files& files()
{
    static const Files made;
    return made;
}

std::int64_t sumOf(std::span<const std::int64_t> column)
{
    return std::accumulate(column.begin(), column.end(), std::int64_t{0});
}

void mappedSum(benchmark::State& state)
{
    for (auto _ : state) {
        QFile file{files().raw};
        if (!file.open(QIODevice::ReadOnly)) {
            state.SkipWithError("no file");
            break;
        }
        const void* const bytes = file.map(0, file.size());
        const std::span all{static_cast<const std::int64_t*>(bytes), kColumns * kRows};
        benchmark::DoNotOptimize(sumOf(all));
    }
}

std::int64_t sumOf(const core::CandleColumns& columns)
{
    std::int64_t sum = 0;
    for (const auto& column :
         {columns.time, columns.open, columns.high, columns.low, columns.close, columns.volume})
    {
        sum += sumOf(column);
    }
    return sum;
}

/// As a backtest begins: open the store, find the series, map it, see every row.
void storeSum(benchmark::State& state)
{
    for (auto _ : state) {
        auto database = io::MarketDatabase::open(files().folder.path());
        const auto found = database->find("BTC");
        const auto file = database->load(found->front());
        benchmark::DoNotOptimize(sumOf(file->columns()));
    }
}

/// The same with the store open, as the desktop has it.
void openStoreSum(benchmark::State& state)
{
    auto database = io::MarketDatabase::open(files().folder.path());
    const auto found = database->find("BTC");
    for (auto _ : state) {
        const auto file = database->load(found->front());
        benchmark::DoNotOptimize(sumOf(file->columns()));
    }
}

struct BareColumns
{
    std::vector<std::int64_t> time;
    std::array<std::vector<double>, 5> numbers;

    BareColumns()
    {
        time.reserve(kRows);
        for (auto& column : numbers) {
            column.reserve(kRows);
        }
    }
};

/// What one would write without thought for bad input.
void fromChars(std::string_view text, BareColumns& columns)
{
    const char* at = text.data() + text.find('\n') + 1;
    const char* const end = text.data() + text.size();
    while (at < end) {
        std::int64_t time = 0;
        at = std::from_chars(at, end, time).ptr + 1;
        columns.time.push_back(time);
        for (auto& column : columns.numbers) {
            double number = 0.0;
            at = std::from_chars(at, end, number).ptr + 1;
            column.push_back(number);
        }
    }
}

void csvFromChars(benchmark::State& state)
{
    for (auto _ : state) {
        QFile file{files().csv};
        if (!file.open(QIODevice::ReadOnly)) {
            state.SkipWithError("no file");
            break;
        }
        const QByteArray text = file.readAll();
        BareColumns columns;
        fromChars({text.constData(), static_cast<std::size_t>(text.size())}, columns);
        benchmark::DoNotOptimize(columns.numbers[4].back());
    }
    state.SetItemsProcessed(state.iterations() * kRows);
}

void readFile(benchmark::State& state, const QString& path)
{
    for (auto _ : state) {
        const auto reading = io::readCandles(path);
        if (!reading || reading->series.size() != static_cast<std::size_t>(kRows)) {
            state.SkipWithError("not read");
            break;
        }
        benchmark::DoNotOptimize(reading->series.columns().close.back());
    }
    state.SetItemsProcessed(state.iterations() * kRows);
}

void csvReader(benchmark::State& state)
{
    readFile(state, files().csv);
}

void gzipReader(benchmark::State& state)
{
    readFile(state, files().gzip);
}

void gunzip(benchmark::State& state)
{
    std::vector<char> text(files().textSize);
    for (auto _ : state) {
        const gzFile file = gzopen(files().gzip.toLocal8Bit().constData(), "rb");
        gzbuffer(file, 256 * 1024);
        const int count = gzread(file, text.data(), static_cast<unsigned>(text.size()));
        gzclose(file);
        if (count != static_cast<int>(text.size())) {
            state.SkipWithError("not unpacked");
            break;
        }
        benchmark::DoNotOptimize(text.data());
    }
}

BENCHMARK(mappedSum)->Unit(benchmark::kMillisecond);
BENCHMARK(storeSum)->Unit(benchmark::kMillisecond);
BENCHMARK(openStoreSum)->Unit(benchmark::kMillisecond);
BENCHMARK(csvFromChars)->Unit(benchmark::kMillisecond);
BENCHMARK(csvReader)->Unit(benchmark::kMillisecond);
BENCHMARK(gunzip)->Unit(benchmark::kMillisecond);
BENCHMARK(gzipReader)->Unit(benchmark::kMillisecond);

} // namespace

int main(int argc, char* argv[])
{
    (void)files(); // made before anything is measured
    int none = 0;
    const QCoreApplication application{none, nullptr};
    return bench::runWithRatios(
        argc, argv,
        {{"store / mapped read", "storeSum", {"mappedSum"}, 3.0},
         {"open store / mapped read", "openStoreSum", {"mappedSum"}, 3.0},
         {"CSV / from_chars", "csvReader", {"csvFromChars"}, 2.5},
         {"gzip / gunzip + from_chars", "gzipReader", {"gunzip", "csvFromChars"}, 1.5}});
}
