// wick: the desktop, and what it does without a window.
#include "app/desktop/application.h"
#include "app/desktop/options.h"
#include "core/io/stores/marketdatabase.h"

#include <QApplication>
#include <QIcon>
#include <QMessageBox>

#include <cstdio>

using namespace Qt::StringLiterals;
using namespace wick::desktop;

namespace {

constexpr int kDone = 0;
constexpr int kFailed = 1;
constexpr int kWrongUse = 2;
constexpr int kAlreadyRunning = 82;

QStringList argumentsOf(int argc, char* argv[])
{
    QStringList arguments;
    for (int i = 1; i < argc; ++i) {
        arguments.append(QString::fromLocal8Bit(argv[i]));
    }
    return arguments;
}

void nameApplication()
{
    QApplication::setApplicationName(u"wick"_s);
    QApplication::setApplicationDisplayName(u"Wick"_s);
    QApplication::setApplicationVersion(QStringLiteral(WICK_VERSION));
    QGuiApplication::setDesktopFileName(u"org.wick.Wick"_s);
    QGuiApplication::setWindowIcon(QIcon{u":/icons/wick.svg"_s});
}

int openWindow(const CommandLine& line)
{
    auto folder = wick::session::DataFolder::take(
        line.dataFolder.isEmpty() ? wick::io::defaultDataFolder() : line.dataFolder);
    if (!folder) {
        std::fprintf(stderr, "wick: %s\n", folder.error().sentence.c_str());
        QMessageBox::critical(nullptr, QApplication::applicationDisplayName(),
                              QString::fromStdString(folder.error().sentence));
        return folder.error().fault == wick::session::DataFolder::Fault::InUse ? kAlreadyRunning
                                                                               : kFailed;
    }
    Application desktop{std::move(*folder),
                        {line.candleFiles, line.seed, line.balance, {}, {}, line.newAccount}};
    desktop.start();
    return QApplication::exec();
}

} // namespace

int main(int argc, char* argv[])
{
    // Before there is an application: help and mistakes need no display.
    const auto line = parseCommandLine(argumentsOf(argc, argv));
    if (!line) {
        std::fprintf(stderr, "wick: %s\nwick --help lists the options.\n",
                     qUtf8Printable(line.error()));
        return kWrongUse;
    }
    if (line->startAs == StartAs::Help) {
        std::fputs(qUtf8Printable(commandLineHelp()), stdout);
        return kDone;
    }
    if (line->startAs == StartAs::Version) {
        std::printf("wick %s\n", WICK_VERSION);
        return kDone;
    }
    if (line->startAs == StartAs::Headless && !qEnvironmentVariableIsSet("QT_QPA_PLATFORM")) {
        qputenv("QT_QPA_PLATFORM", "offscreen");
    }
    const QApplication app{argc, argv};
    nameApplication();
    switch (line->startAs) {
    case StartAs::Headless:
        return runHeadless(line->headless);
    case StartAs::Screenshot:
        return takeScreenshot(line->screenshot);
    case StartAs::Window:
    case StartAs::Help:
    case StartAs::Version:
        break;
    }
    return openWindow(*line);
}
