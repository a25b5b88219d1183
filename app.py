"""The app in a checkout: streamlit run app.py."""

from commscore.ui import main

main()
