# A program that must run without a screen loads neither Qt Gui nor Widgets nor Charts, not even through another library.
#     -DPROGRAM=<file>
execute_process(COMMAND ldd ${PROGRAM} OUTPUT_VARIABLE libraries ERROR_VARIABLE errors RESULT_VARIABLE code)
if(NOT code EQUAL 0 OR NOT libraries MATCHES "libQt6Core")
    message(FATAL_ERROR "headlesslinks: the libraries of ${PROGRAM} cannot be read: ${errors}${libraries}")
endif()
string(REGEX MATCHALL "libQt6(Gui|Widgets|Charts|OpenGL)[A-Za-z]*[.]so" found "${libraries}")
if(found)
    list(REMOVE_DUPLICATES found)
    message("headlesslinks: ${PROGRAM} loads ${found}")
    message(FATAL_ERROR "a program without a screen may not")
endif()
message("headlesslinks: ${PROGRAM} loads no library of a screen")
