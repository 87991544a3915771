// practice_calibration [--seed N] [--days N] [candle files…]
// Prints the stylised facts of the practice market, and of recorded candles, as Markdown tables.

#include "core/backtest/practicemarket.h"
#include "core/io/history/candlefile.h"
#include "core/io/instrumentfile.h"
#include "tests/tools/seriesstatistics.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QFileInfo>
#include <QTextStream>

#include <algorithm>
#include <functional>
#include <utility>
#include <vector>

namespace core = wick::core;
namespace io = wick::io;
namespace tools = wick::tools;

namespace {

struct Column
{
    QString name;
    tools::Series series;
    tools::Facts facts;
};

double scaled(std::int64_t value, int decimals)
{
    return static_cast<double>(value) / static_cast<double>(core::powerOfTen(decimals));
}

tools::Series seriesOf(const core::CandleColumns& c)
{
    tools::Series series;
    series.interval = core::toMilliseconds(c.interval);
    for (std::size_t i = 0; i < c.size(); ++i) {
        series.append(c.time[i], scaled(c.open[i], c.priceDecimals),
                      scaled(c.high[i], c.priceDecimals), scaled(c.low[i], c.priceDecimals),
                      scaled(c.close[i], c.priceDecimals), scaled(c.volume[i], c.volumeDecimals));
    }
    return series;
}

tools::Series seriesOf(const std::vector<core::ClosedBar>& bars, const core::Instrument& instrument)
{
    tools::Series series;
    for (const core::ClosedBar& bar : bars) {
        series.append(core::toMilliseconds(bar.start), core::toDouble(bar.open, instrument),
                      core::toDouble(bar.high, instrument), core::toDouble(bar.low, instrument),
                      core::toDouble(bar.close, instrument),
                      core::toDouble(bar.volume, instrument));
    }
    return series;
}

std::vector<Column> generated(std::uint64_t seed, std::size_t days)
{
    std::vector<core::Instrument> instruments;
    std::vector<core::PracticeMarketParameters> parameters;
    for (const io::InstrumentSpec& spec : io::builtInInstruments()) {
        const core::InstrumentId id{static_cast<std::uint16_t>(instruments.size())};
        instruments.push_back(io::instrumentOf(spec, id).value());
        parameters.push_back(core::practiceParametersOf(instruments.back().base()).value());
    }
    const auto bars = core::generateBars(parameters, instruments, seed, days * 1'440);
    std::vector<Column> columns;
    for (std::size_t i = 0; i < instruments.size(); ++i) {
        const std::string base{instruments[i].base()};
        columns.push_back({QStringLiteral("practice ") + QString::fromStdString(base),
                           seriesOf(bars[i], instruments[i]),
                           {}});
    }
    return columns;
}

QString percent(double share, int digits)
{
    return QString::number(100.0 * share, 'f', digits);
}

QString plain(double value, int digits)
{
    return QString::number(value, 'f', digits);
}

void printRow(QTextStream& out,
              const QString& name,
              const std::vector<Column>& columns,
              const std::function<QString(const tools::Facts&)>& cell)
{
    out << "| " << name;
    for (const Column& column : columns) {
        out << " | " << cell(column.facts);
    }
    out << " |\n";
}

void printHead(QTextStream& out, const QString& first, const std::vector<Column>& columns)
{
    out << "| " << first;
    for (const Column& column : columns) {
        out << " | " << column.name;
    }
    out << " |\n|---";
    for (std::size_t i = 0; i < columns.size(); ++i) {
        out << "|---:";
    }
    out << "|\n";
}

void printFacts(QTextStream& out, const std::vector<Column>& columns)
{
    using tools::Facts;
    printHead(out, QStringLiteral("figure"), columns);
    const auto row = [&](const char* name, const std::function<QString(const Facts&)>& cell) {
        printRow(out, QString::fromUtf8(name), columns, cell);
    };
    row("bars", [](const Facts& f) { return QString::number(f.bars); });
    row("bar, minutes", [](const Facts& f) { return QString::number(f.interval / 60'000); });
    row("daily volatility, % (5m returns)",
        [](const Facts& f) { return percent(f.dailyVolatility, 2); });
    row("kurtosis of returns", [](const Facts& f) { return plain(f.kurtosis, 1); });
    row("the same without the 10 largest",
        [](const Facts& f) { return plain(f.trimmedKurtosis, 1); });
    for (std::size_t i = 0; i < Facts::kLags.size(); ++i) {
        const QByteArray name = "autocorrelation of abs(return), lag "
                                + QByteArray::number(static_cast<int>(Facts::kLags[i]));
        row(name.constData(), [i](const Facts& f) { return plain(f.absoluteAcf[i], 3); });
    }
    row("variance ratio, 15 bars", [](const Facts& f) { return plain(f.varianceRatio, 2); });
    row("mean range / st. dev. of returns", [](const Facts& f) { return plain(f.rangeRatio, 2); });
    row("median ATR14 of 5m bars, bp",
        [](const Facts& f) { return plain(f.opportunities.medianAtrBp, 1); });
    row("three-bar gaps >= 0.25 ATR14 per 100 5m bars",
        [](const Facts& f) { return plain(f.opportunities.gapsPer100, 1); });
    row("displaced gaps a day (288 bars)",
        [](const Facts& f) { return plain(f.opportunities.displacedPerDay, 1); });
    row("of these departed and retested in 36 bars",
        [](const Facts& f) { return plain(f.opportunities.retestsPerDay, 1); });
    row("5m bars a day that pass momentum's price filters",
        [](const Facts& f) { return plain(f.opportunities.momentumPerDay, 1); });
}

void printHours(QTextStream& out, const std::vector<Column>& columns)
{
    printHead(out, QStringLiteral("share of volume by UTC hour, %"), columns);
    for (std::size_t hour = 0; hour < 24; ++hour) {
        printRow(out, QString::number(hour), columns,
                 [hour](const tools::Facts& f) { return percent(f.hourlyVolume[hour], 1); });
    }
}

/// Two columns of which one is made and one recorded have nothing to do with each other.
bool comparable(const Column& a, const Column& b)
{
    const QLatin1String made{"practice"};
    return a.name.startsWith(made) == b.name.startsWith(made)
           && a.series.interval == b.series.interval;
}

void printCorrelation(QTextStream& out, const Column& a, const Column& b)
{
    constexpr std::int64_t kFiveMinutes = 300'000;
    const auto found = tools::returnCorrelation(a.series, b.series, kFiveMinutes);
    if (found && comparable(a, b)) {
        out << "| " << a.name << " and " << b.name << " | " << plain(*found, 3) << " |\n";
    }
}

void printCorrelations(QTextStream& out, const std::vector<Column>& columns)
{
    out << "| correlation of 5m returns | |\n|---|---:|\n";
    for (std::size_t i = 0; i < columns.size(); ++i) {
        for (std::size_t j = i + 1; j < columns.size(); ++j) {
            printCorrelation(out, columns[i], columns[j]);
        }
    }
}

} // namespace

int main(int argc, char** argv)
{
    const QCoreApplication application{argc, argv};
    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral(
        "Prints the stylised facts of the practice market and of candle files as Markdown."));
    const QCommandLineOption seedOption{QStringLiteral("seed"), QStringLiteral("Seed."),
                                        QStringLiteral("N"), QString::number(core::kPracticeSeed)};
    const QCommandLineOption daysOption{QStringLiteral("days"),
                                        QStringLiteral("Days of 1,440 bars a market."),
                                        QStringLiteral("N"), QStringLiteral("60")};
    parser.addOptions({seedOption, daysOption});
    parser.addHelpOption();
    parser.addPositionalArgument(QStringLiteral("files"), QStringLiteral("Candle files."));
    parser.process(application);

    QTextStream out{stdout};
    QTextStream errors{stderr};
    bool seedIsNumber = false;
    bool daysIsNumber = false;
    const auto seed = parser.value(seedOption).toULongLong(&seedIsNumber);
    const auto days = parser.value(daysOption).toUInt(&daysIsNumber);
    if (!seedIsNumber || !daysIsNumber || days == 0) {
        errors << "practice_calibration: --seed and --days take whole numbers, days above 0\n";
        return 2;
    }
    std::vector<Column> columns = generated(seed, days);
    for (const QString& path : parser.positionalArguments()) {
        const auto reading = io::readCandles(path);
        if (!reading) {
            errors << reading.error().sentence << '\n';
            return 1;
        }
        columns.push_back({QFileInfo{path}.baseName(), seriesOf(reading->series.columns()), {}});
    }
    for (Column& column : columns) {
        column.facts = tools::measure(column.series);
    }
    printFacts(out, columns);
    out << '\n';
    printCorrelations(out, columns);
    out << '\n';
    printHours(out, columns);
    return 0;
}
