// practice_samples FOLDER
// Writes 5,000 one-minute bars a market of the practice generator as candle CSV.

#include "core/backtest/practicemarket.h"
#include "core/base/decimal.h"
#include "core/io/instrumentfile.h"

#include <QDir>
#include <QSaveFile>
#include <QTextStream>

#include <cctype>
#include <string>
#include <vector>

namespace core = wick::core;
namespace io = wick::io;

namespace {

constexpr std::size_t kBars = 5'000;
constexpr std::uint64_t kSeed =
    20'260'113; // of its own: the default of the practice market may change

QByteArray csvOf(const std::vector<core::ClosedBar>& bars, const core::Instrument& instrument)
{
    std::string text{"time,open,high,low,close,volume\n"};
    for (const core::ClosedBar& bar : bars) {
        text += std::to_string(core::toMilliseconds(bar.start));
        for (const core::Price price : {bar.open, bar.high, bar.low, bar.close}) {
            text += ',' + core::shortestText(price.count(), instrument.priceDecimals());
        }
        text += ',' + core::shortestText(bar.volume.count(), instrument.volumeDecimals()) + '\n';
    }
    return QByteArray::fromStdString(text);
}

bool write(const QString& path, const QByteArray& content)
{
    QSaveFile file{path};
    return file.open(QIODevice::WriteOnly) && file.write(content) == content.size()
           && file.commit();
}

} // namespace

int main(int argc, char** argv)
{
    QTextStream errors{stderr};
    if (argc != 2) {
        errors << "usage: practice_samples FOLDER\n";
        return 2;
    }
    std::vector<core::Instrument> instruments;
    std::vector<core::PracticeMarketParameters> parameters;
    for (const io::InstrumentSpec& spec : io::builtInInstruments()) {
        const core::InstrumentId id{static_cast<std::uint16_t>(instruments.size())};
        instruments.push_back(io::instrumentOf(spec, id).value());
        parameters.push_back(core::practiceParametersOf(instruments.back().base()).value());
    }
    const auto bars = core::generateBars(parameters, instruments, kSeed, kBars);
    const QDir folder{QString::fromLocal8Bit(argv[1])};
    for (std::size_t i = 0; i < instruments.size(); ++i) {
        const std::string base{instruments[i].base()};
        const QString path = folder.filePath(QString::fromStdString(base).toLower()
                                             + QStringLiteral("_practice_5000.csv"));
        if (!write(path, csvOf(bars[i], instruments[i]))) {
            errors << "practice_samples: cannot write " << path << '\n';
            return 1;
        }
    }
    return 0;
}
