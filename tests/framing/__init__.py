"""Tests of framing."""
