#include "tests/replay/replaymarkets.h"

#include "core/backtest/practicemarket.h"
#include "core/io/history/candlefile.h"
#include "strategies/catalog.h"
#include "tests/support/exampleinstruments.h"

#include <QDir>
#include <QFile>

#include <algorithm>
#include <stdexcept>

namespace wick::test {

using namespace wick::core;

namespace {

Instrument exampleOf(const std::string& base)
{
    for (const auto& instrument : exampleInstruments()) {
        if (instrument.base() == base) {
            return instrument;
        }
    }
    throw std::runtime_error("no example instrument for " + base);
}

/// The instrument of a run: its prices are as fine as the data (definitions D.1).
Instrument withDecimals(const Instrument& instrument, const CandleColumns& columns)
{
    auto fields = instrument.fields();
    const int finer = std::max(columns.priceDecimals - fields.priceDecimals, 0);
    fields.priceDecimals += finer;
    fields.tick = fields.tick * powerOfTen(finer);
    fields.volumeDecimals = columns.volumeDecimals;
    return Instrument::create(fields).value();
}

io::CandleRow rowOf(const ClosedBar& bar)
{
    return {toMilliseconds(bar.start), bar.open.count(),  bar.high.count(),
            bar.low.count(),           bar.close.count(), bar.volume.count()};
}

std::string nameOf(const std::string& strategy, const std::string& key, const std::string& value)
{
    return strategy + " " + key + "=" + value;
}

std::vector<std::string> otherValues(const ParameterDeclaration& declared)
{
    std::vector<std::string> values;
    if (declared.kind == ParameterKind::Flag) {
        values.emplace_back(declared.standard == 0.0 ? "on" : "off");
    }
    for (std::size_t i = 0; i < declared.choices.size(); ++i) {
        if (static_cast<double>(i) != declared.standard) {
            values.push_back(declared.choices[i].token);
        }
    }
    return values;
}

} // namespace

ReplayMarket practiceMarket(const std::string& base, std::size_t bars)
{
    const Instrument instrument = exampleOf(base);
    const auto made =
        generateBars({practiceParametersOf(base).value()}, {instrument}, kPracticeSeed, bars);
    io::CandleSeries series{{instrument.priceDecimals(), instrument.volumeDecimals()}, minutes(1)};
    for (const auto& bar : made.at(0)) {
        series.append(rowOf(bar));
    }
    return {instrument, std::move(series)};
}

std::optional<ReplayMarket> recordedMarket(const std::string& base, std::size_t bars)
{
    const QString name = QString::fromStdString(base).toLower();
    const QString path = QDir{QStringLiteral(WICK_SOURCE_DIR "/../shared/data")}.filePath(
        name + QStringLiteral("_1m.csv.gz"));
    if (!QFile::exists(path)) {
        return std::nullopt;
    }
    const auto reading = io::readCandles(path);
    if (!reading) {
        return std::nullopt;
    }
    const io::CandleSeries& all = reading.value().series;
    io::CandleSeries series{all.scale(), all.interval()};
    for (std::size_t i = 0; i < std::min(all.size(), bars); ++i) {
        series.append(all.row(i));
    }
    const Instrument instrument = withDecimals(exampleOf(base), series.columns());
    return ReplayMarket{instrument, std::move(series)};
}

std::vector<std::string> basesOf(const Strategy& strategy)
{
    const auto& markets = strategy.describe().markets;
    return markets.empty() ? std::vector<std::string>{"ETH"} : markets;
}

std::vector<Variant> everyVariant()
{
    const StrategyCatalog catalog = strategies::catalog();
    std::vector<Variant> variants;
    for (const auto& entry : catalog.entries()) {
        variants.push_back({entry.name, entry.create(ParameterSet{entry.parameters})});
        for (const auto& declared : entry.parameters) {
            for (const auto& value : otherValues(declared)) {
                auto made = catalog.create(entry.name, {{declared.name, value}});
                variants.push_back({nameOf(entry.name, declared.name, value),
                                    std::shared_ptr<const Strategy>{std::move(made).value()}});
            }
        }
    }
    return variants;
}

} // namespace wick::test
